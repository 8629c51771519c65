"""The platform: it knows tables, jobs and models, and nothing about traffic, medicine or safety."""
