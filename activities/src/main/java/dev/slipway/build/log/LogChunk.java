package dev.slipway.build.log;

/**
 * A piece of a log.
 *
 * @param text as the script said it, escape sequences included; empty when nothing has been added
 * @param next the offset in bytes at which to go on
 */
public record LogChunk(String text, long next) {}
