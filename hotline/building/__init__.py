"""From the landing file to a build file: dbt in a process of its own."""
