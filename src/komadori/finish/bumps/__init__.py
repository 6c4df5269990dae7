"""What a bump of the camera is and what its intended way: from where each picture lies in the set."""
