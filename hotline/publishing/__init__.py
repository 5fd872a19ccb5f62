"""From a build file to what each audience reads: judging, the audience's file, the swap, the history."""
