/**
 * What runs once, when Slipway is built or installed, so that commands start fast: the classes that
 * they load, told to the virtual machine by running commands against a server that answers them.
 */
@NullMarked
package dev.slipway.starter.training;

import org.jspecify.annotations.NullMarked;
