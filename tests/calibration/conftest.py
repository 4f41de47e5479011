"""Lets tests import what is beside this file; claims over many examples have no deadline on a slow machine."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
