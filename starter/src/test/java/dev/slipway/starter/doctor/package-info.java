@NullMarked
package dev.slipway.starter.doctor;

import org.jspecify.annotations.NullMarked;
