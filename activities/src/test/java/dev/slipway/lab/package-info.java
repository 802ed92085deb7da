@NullMarked
package dev.slipway.lab;

import org.jspecify.annotations.NullMarked;
