"""What domains above make known to orders, since orders know no module above them."""
