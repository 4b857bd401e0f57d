use common::{Drawing, draw_modules, symbols};

use super::*;

#[path = "../../tests/common/mod.rs"]
mod common;

/// Turned, tilted and blurred more and more: named by the right kind or not at all.
#[test]
fn what_is_turned_or_blurred_is_not_taken_for_another_kind() {
    for (name, kind, modules) in symbols() {
        let (mut named, mut all) = (0, 0);
        let fits = (580.0 / modules.width as f32).floor();
        for module in [2.0, 3.0, 5.0f32] {
            for turn in [0.0, 4.0, 15.0, 45.0, 90.0, 200.0] {
                for (blur, tilt) in [(0, 0.0), (1, 0.05), (3, 0.0), (9, 0.0)] {
                    let d = Drawing {
                        turn,
                        blur,
                        tilt,
                        ..Drawing::plain(640, 480, module.min(fits))
                    };
                    let (frame, _) = draw_modules(&modules, &d);
                    let found = of_still(&frame, &Fuel::new(frame.pixels(), &|| false));
                    assert!(found.is_none_or(|found| found == kind), "{name}, {d:?}");
                    all += 1;
                    named += u32::from(found.is_some());
                }
            }
        }
        println!("{name}: {named} of {all} named");
        assert!(named * 10 > all, "{name}: {named} of {all} named");
    }
}
