"""What a page of the site and a page of the admin site both do.

Each function shows a form or does what it asks, and returns an Outcome. The views and the admin site's pages only
choose the template and where to go on.
"""
