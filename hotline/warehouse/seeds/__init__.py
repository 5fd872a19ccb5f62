"""A state's seeds: what each must hold, and the check that stops a build before it begins."""
