"""What people do: each operation checks who asks, changes something, and notes the change."""
