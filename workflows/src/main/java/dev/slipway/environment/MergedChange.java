package dev.slipway.environment;

/** A release tells that its change is merged at a commit of the config repository. */
public record MergedChange(String release, String commit) {}
