"""Who answers whom: authors, relations, numbering."""
