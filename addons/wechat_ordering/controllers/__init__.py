from . import description
