"""The local web app: shooting in the browser. Pages show, the server knows."""
