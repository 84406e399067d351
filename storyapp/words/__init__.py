"""What people read: sentences, labels, dates, in Russian and English."""
