"""What all wings share: doors, visits, forms, pages."""
