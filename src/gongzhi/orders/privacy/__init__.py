"""Words without what tells who somebody is, and the code by which an unknown writer returns."""
