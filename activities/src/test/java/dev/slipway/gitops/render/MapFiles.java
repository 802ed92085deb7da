package dev.slipway.gitops.render;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Files in memory. */
public final class MapFiles implements TreeFiles {

  private final TreeMap<String, String> files = new TreeMap<>();

  public static MapFiles of(Map<String, String> files) {
    MapFiles map = new MapFiles();
    map.files.putAll(files);
    return map;
  }

  @Override
  public List<Entry> list(String folder) {
    String prefix = folder.isEmpty() ? "" : folder + "/";
    TreeSet<String> names = new TreeSet<>();
    for (String path : files.keySet()) {
      if (path.startsWith(prefix)) {
        String rest = path.substring(prefix.length());
        names.add(rest.contains("/") ? rest.substring(0, rest.indexOf('/')) : rest);
      }
    }
    return names.stream().flatMap(name -> find(prefix + name).stream()).toList();
  }

  @Override
  public Optional<Entry> find(String path) {
    if (files.containsKey(path)) {
      return Optional.of(new Entry(path, Kind.FILE, path + files.get(path)));
    }
    boolean folder = files.keySet().stream().anyMatch(file -> file.startsWith(path + "/"));
    return folder ? Optional.of(new Entry(path, Kind.FOLDER, path)) : Optional.empty();
  }

  @Override
  public long size(Entry file) {
    return read(file).length;
  }

  @Override
  public byte[] read(Entry file) {
    return Optional.ofNullable(files.get(file.path()))
        .orElseThrow()
        .getBytes(StandardCharsets.UTF_8);
  }
}
