package dev.slipway.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RefusalBudgetTest {

  private static final int MEGABYTE = 1 << 20;

  private final AtomicLong now = new AtomicLong(-5);
  private final RefusalBudget budget = new RefusalBudget(now::get);

  @Test
  void isSpentByLargeBodies() {
    assertThat(spent(MEGABYTE)).isEqualTo(16);
  }

  @Test
  void isSpentByEmptyBodiesToo() {
    assertThat(spent(0)).isEqualTo(4096);
  }

  @Test
  void growsAgainWithTimeButNotAboveItsBeginning() {
    spent(MEGABYTE);
    now.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThat(spent(MEGABYTE)).isBetween(7, 8);

    now.addAndGet(Duration.ofDays(400).toNanos());
    assertThat(spent(MEGABYTE)).isEqualTo(16);
  }

  private int spent(int bytes) {
    int times = 0;
    while (budget.isLeft()) {
      budget.spend(bytes);
      times++;
    }
    return times;
  }
}
