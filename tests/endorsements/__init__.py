"""What others say in favour: from `testamur endorse` to the pages of the site."""
