package dev.slipway.starter.server;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An activity under way.
 *
 * @param type such as {@code BuildArtifact}
 * @param attempt from 1
 * @param lastFailure why the attempt before failed; empty when there was none
 * @param heartbeat what it reported last; a missing node when nothing
 */
public record RunningActivity(String type, int attempt, String lastFailure, JsonNode heartbeat) {}
