"""The knowledge base: strict YAML read into frozen models, and the check of what curators can get wrong."""
