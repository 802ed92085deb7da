package dev.slipway.analysis.statistics;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;

/** An immutable row of numbers, compared bit for bit: what the state of a process is made of. */
public final class Doubles {

  private final double[] values;

  private Doubles(double[] values) {
    this.values = values;
  }

  public static Doubles of(double... values) {
    return new Doubles(values.clone());
  }

  public static Doubles zeros(int size) {
    return new Doubles(new double[size]);
  }

  /** A row whose number at each index is what {@code value} says. */
  public static Doubles generate(int size, IntToDoubleFunction value) {
    double[] values = new double[size];
    Arrays.setAll(values, value);
    return new Doubles(values);
  }

  public int size() {
    return values.length;
  }

  public double get(int index) {
    return values[index];
  }

  /** The numbers in their order. */
  public DoubleStream stream() {
    return Arrays.stream(values);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Doubles doubles && Arrays.equals(values, doubles.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return Arrays.toString(values);
  }
}
