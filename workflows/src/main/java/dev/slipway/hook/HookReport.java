package dev.slipway.hook;

/**
 * How a Job ended.
 *
 * @param detail how long it took, or why it failed; with the last lines of its log
 * @param reference the command that shows its whole log, for as long as the Job is kept; empty
 *     where none was made
 */
public record HookReport(boolean succeeded, String detail, String reference) {}
