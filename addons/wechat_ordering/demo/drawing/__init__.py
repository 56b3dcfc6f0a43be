"""Draws the demo restaurant's pictures: `python -m drawing` from the folder above.

Every picture is composed of shapes, light from the upper left, and a random generator
seeded with the dish's code: the same code draws the same picture, pixel for pixel.
Needs Pillow alone. Not used by Odoo, which only reads the finished pictures.
"""
