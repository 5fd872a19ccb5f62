"""How a command says something: progress, tables, sentences for a person, JSON documents for a program."""
