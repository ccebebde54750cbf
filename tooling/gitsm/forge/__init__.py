"""Forges: what GitHub, GitLab, Gitea and Forgejo are told, and what they are asked."""
