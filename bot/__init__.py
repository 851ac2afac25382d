"""Multilingual chatbot about OGP Local, the local programme of the Open Government Partnership."""
