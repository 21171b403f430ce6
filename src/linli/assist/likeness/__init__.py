"""Messages about the same thing: how alike two are, which form a group, how hot it is."""
