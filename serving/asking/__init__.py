"""What a page needs to ask in SQL: tables with their comments, examples, a whole answer, and the files made of it."""
