"""Keeps blobs: photos in a folder or an S3-compatible store, addressed by what they contain."""

from audit_app.files.pictures import NotAPhoto, Picture, TooLarge, clean_picture
from audit_app.files.shelf import PhotoShelf

__all__ = ["NotAPhoto", "PhotoShelf", "Picture", "TooLarge", "clean_picture"]
