package dev.jaio.internal.engine;

import dev.jaio.AsyncFiles;
import java.util.ArrayList;
import java.util.List;

/** A way to submit that changes what passes through it. */
sealed interface View extends AsyncFiles
    permits PriorityView, ShieldedView, DirectoryView, BeneathView {

  /** Where what has passed goes on. */
  AsyncFiles parent();

  /** The same view of something else. */
  View over(AsyncFiles newParent);

  /**
   * Whether this view still changes what others have been through.
   *
   * @param before views, in the order in which they are passed
   */
  boolean matters(List<View> before);

  /**
   * The same way past the groups, and past views that change nothing. What is a member already
   * gains nothing from the groups around its own; and a way through all of them would be as long as
   * groups are nested.
   */
  static AsyncFiles pastGroups(AsyncFiles files) {
    var views = new ArrayList<View>();
    AsyncFiles way = files;
    for (; ; ) {
      if (way instanceof GroupTask<?> group) {
        way = group.parent; // past groups itself
      } else if (way instanceof View view) {
        if (view.matters(views)) {
          views.add(view);
        }
        way = view.parent();
      } else {
        break;
      }
    }
    for (View view : views.reversed()) {
      way = view.over(way);
    }
    return way;
  }
}
