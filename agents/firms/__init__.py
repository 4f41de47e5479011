"""The firm: owner of one project, from prospect to production or exit."""
