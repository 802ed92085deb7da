package dev.slipway.localcluster.gateway;

/** One header line; the name as it was written. */
record Header(String name, String value) {

  boolean is(String other) {
    return name.equalsIgnoreCase(other);
  }
}
