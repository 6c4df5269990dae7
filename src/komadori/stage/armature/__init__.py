"""What moves in a puppet: channels with limits, joints, and where every part is in a pose."""
