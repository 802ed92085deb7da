package dev.slipway.cluster;

import java.util.List;

/**
 * What has become of the objects whose deletion a person has confirmed, as a sync finds it at its
 * end: also where an earlier attempt of the same sync has deleted some of them, or somebody else.
 *
 * @param gone how many of them are not there any more
 * @param left how many are there and would go, but the sync has not come so far
 * @param kept those that no sync deletes by now (marked, not Slipway's any more, in Git again), as
 *     {@code Kind/name}; the first 20, then how many more
 * @param unseen what would go with them and was not confirmed; the first 20, then how many more
 * @param unseenCount how many that are
 */
public record ConfirmedObjects(
    int gone, int left, List<String> kept, List<String> unseen, int unseenCount) {

  public ConfirmedObjects {
    kept = List.copyOf(kept);
    unseen = List.copyOf(unseen);
  }
}
