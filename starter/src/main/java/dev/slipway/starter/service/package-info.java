/** {@code slipway service …}: the services, their releases under way and those before. */
@NullMarked
package dev.slipway.starter.service;

import org.jspecify.annotations.NullMarked;
