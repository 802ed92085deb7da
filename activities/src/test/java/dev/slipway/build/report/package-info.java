@NullMarked
package dev.slipway.build.report;

import org.jspecify.annotations.NullMarked;
