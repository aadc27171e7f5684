"""From a tree to what its markup states: adapters and the generic reader."""
