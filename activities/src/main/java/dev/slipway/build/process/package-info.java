/**
 * Runs the scripts of builds and tests as processes of this machine: each in a session of its own,
 * within a time limit, without the worker's secrets, and with nothing of it left when it ends,
 * however it ends.
 */
@NullMarked
package dev.slipway.build.process;

import org.jspecify.annotations.NullMarked;
