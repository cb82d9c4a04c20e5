"""Smoothing by Fourier transforms gives what SciPy's own function gives."""

import numpy as np
import pytest
from scipy import signal

from lagesbild.spatial.kernels import convolved


@pytest.mark.parametrize(("shape", "kernel"), [((40, 31), (7, 7)), ((9, 64), (5, 3)), ((1, 5), (1, 3))])
def test_convolution_keeps_the_shape_and_agrees_with_scipy(
    shape: tuple[int, int], kernel: tuple[int, int]
) -> None:
    random = np.random.default_rng(3)
    values, weights = random.random(shape), random.random(kernel)
    found = convolved(values, weights)
    assert found.shape == shape
    assert np.allclose(found, signal.fftconvolve(values, weights, mode="same"), atol=1e-12)
