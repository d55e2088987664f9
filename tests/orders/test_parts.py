"""Parts in an order change with its move: who led may still read, co-handlers do not double."""

from __future__ import annotations

import pytest
