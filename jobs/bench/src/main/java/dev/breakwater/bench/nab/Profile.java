package dev.breakwater.bench.nab;

/** The published weights of a hit, of a false alarm and of a miss. */
public enum Profile {
    STANDARD(1, .11, 1),
    LOW_FP(1, .22, 1),
    LOW_FN(1, .11, 2);

    final double hit;
    final double falseAlarm;
    final double miss;

    Profile(double hit, double falseAlarm, double miss) {
        this.hit = hit;
        this.falseAlarm = falseAlarm;
        this.miss = miss;
    }
}
