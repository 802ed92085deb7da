@NullMarked
package dev.slipway.starter.dev.demo;

import org.jspecify.annotations.NullMarked;
