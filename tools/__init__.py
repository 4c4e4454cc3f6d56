"""What a machine needs before Extra Eyes can run or be tested on it. Standard library only."""
