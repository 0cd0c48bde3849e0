// Values of the 24 noiseless BBOB functions by COCO (https://github.com/numbbo/coco-experiment, BSD-3-Clause;
// these: commit e6356d2, shortly after 2.8.2), against which
// packages/tasks tests its own: packages/tasks/src/bbob/reference.test.csv. COCO's files include each other, so that each has to be
// kept from being included twice. With its sources in COCO, from the root of this repository:
//
//   mkdir once && for f in "$COCO"/src/*.[ch]; do { echo '#pragma once'; cat "$f"; } > "once/${f##*/}"; done
//   gcc -O2 -DNDEBUG -w -I once -o coco-bbob tooling/benchmarks/peers/coco-bbob.c -lm
//   ./coco-bbob > packages/tasks/src/bbob/reference.test.csv
//
// A line is: function, dimensions, instance, f_opt, and f - f_opt at six points whose coordinates are short binary fractions, so that
// they are the same numbers everywhere (packages/tasks/src/bbob/reference-points.test.fixture.ts makes them again).
#include <stdint.h>
#include <stdio.h>

#include "coco_utilities.c"
#include "suite_bbob_legacy_code.c"

/* f - f_opt with all its digits: the problems are made with f_opt = 0. */
static double true_fopt(size_t function, size_t instance) { return bbob2009_compute_fopt(function, instance); }
#define bbob2009_compute_fopt(function, instance) 0.0

#include "coco_suite.c"
#include "coco_observer.c"
#include "coco_runtime_c.c"

const char *coco_version = ""; /* made by the build of COCO */

static uint64_t state;

/* A multiple of 10 / 2^20 in [-5, 5). */
static double coordinate(void) {
  state = state * 48271 % 2147483647;
  return -5.0 + 10.0 * (double)(state >> 11) / 1048576.0;
}

/* Near x, and not on it. */
static double near(double x, double grid) { return (floor(x * grid + 0.5) + 1.0) / grid; }

int main(void) {
  const size_t dimensions[] = {2, 3, 5, 10, 20, 40}, instances[] = {1, 2, 5, 15, 110};
  for (size_t function = 1; function <= 24; function++)
    for (size_t d = 0; d < 6; d++)
      for (size_t k = 0; k < 5; k++) {
        const size_t n = dimensions[d], instance = instances[k];
        coco_problem_t *problem = coco_get_bbob_problem(function, n, instance);
        printf("%lu,%lu,%lu,%.2f", function, n, instance, true_fopt(function, instance));
        state = 1 + function + 100 * n + 10000 * instance;
        for (int point = 0; point < 6; point++) {
          double x[40], y;
          for (size_t i = 0; i < n; i++) {
            x[i] = coordinate();
            if (point == 2) x[i] = near(problem->best_parameter[i], 1024.0);    /* near the optimum */
            if (point == 3) x[i] = near(problem->best_parameter[i], 1048576.0); /* very near */
            if (point == 4 && i % 3 == 0) x[i] = x[i] < 0 ? -5.0 : 5.0;         /* on the boundary */
            if (point == 5) x[i] *= 1.125;                                      /* a little outside */
          }
          coco_evaluate_function(problem, x, &y);
          printf(",%.14g", y);
        }
        printf("\n");
        coco_problem_free(problem);
      }
  return 0;
}
