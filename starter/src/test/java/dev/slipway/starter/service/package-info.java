@NullMarked
package dev.slipway.starter.service;

import org.jspecify.annotations.NullMarked;
