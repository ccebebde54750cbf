"""What the service desk needs: incidents, problems, known errors, requests and knowledge."""
