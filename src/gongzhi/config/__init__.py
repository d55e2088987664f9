"""Django configuration: settings, URLs and the WSGI entry."""
