package dev.slipway.localcluster.object;

/** What an object asks for, parsed and valid. */
public sealed interface ObjectSpec
    permits DeploymentSpec, ServiceSpec, ConfigurationValues, RouteSpec {}
