package dev.jaio;

import dev.jaio.internal.engine.GroupTask;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A request that contains requests and ends after the last of them.
 *
 * <p>A group is open until {@link #close()}. It ends when it is closed, has no feeder and no hold,
 * and its last member has been delivered; then its own callback gets the {@linkplain #result
 * result} or the {@linkplain #fail failure} set last (null if none was). The failure of a member
 * does not fail the group: callbacks of members decide that.
 *
 * <p>A group is an {@link AsyncFiles}: what is submitted through it ({@code group.stat(path)},
 * {@code file.via(group).read(...)}, {@code group.group()}) is a member from birth. Anyone may add
 * until the group has ended, members' callbacks included; afterwards adding throws {@link
 * IllegalStateException}. What is added to a cancelled group is cancelled at once.
 *
 * <p>Cancelling a group cancels its members, recursively, and removes its feeder. All methods are
 * thread-safe.
 *
 * @param <T> the type of the result
 */
public sealed interface Group<T extends @Nullable Object>
    extends Request<T>, AsyncFiles, AutoCloseable permits GroupTask {

  /** Keeps a group from ending while another thread still wants to add. */
  interface Hold extends AutoCloseable {
    /** Lets the group end. Closing a second time has no effect. */
    @Override
    void close();
  }

  /**
   * Makes a request that was submitted elsewhere a member. A request that is already done is
   * ignored.
   *
   * @param request the request
   * @param <R> its type
   * @return the request
   * @throws IllegalStateException this group has ended
   * @throws IllegalArgumentException the request is in a group already, or contains this group, or
   *     is this group, or belongs to another engine
   */
  <R extends Request<?>> R add(R request);

  /**
   * Sets the result. May be called repeatedly; the last call of {@code result} or {@code fail}
   * counts.
   *
   * @param value the result
   * @return this group
   * @throws IllegalStateException the group has ended
   */
  Group<T> result(T value);

  /**
   * Makes the group fail. May be called repeatedly; the last call of {@code result} or {@code fail}
   * counts. Members continue; {@link #cancelMembers()} stops them.
   *
   * @param error the failure
   * @return this group
   * @throws IllegalStateException the group has ended
   */
  Group<T> fail(Throwable error);

  /**
   * Sets the feeder, which adds members as others complete, or removes it.
   *
   * <p>The feeder is called again and again while the group holds fewer than {@code limit} members:
   * at once, and whenever a member has been delivered. It adds members through the group it is
   * given; it may add more than the limit. When a call adds nothing, or throws, the feeder is
   * removed. A feeder keeps its group from ending.
   *
   * <p>A feeder is user code and runs where callbacks run: directly inside this method when called
   * on the thread that delivers (or polls), otherwise by the dispatcher or the next poll.
   *
   * @param limit how many members to keep, 0 to pause
   * @param feeder called with this group, or null to remove the present feeder
   * @return this group
   * @throws IllegalArgumentException the limit is negative
   * @throws IllegalStateException the group has ended
   */
  Group<T> feed(int limit, @Nullable Consumer<? super Group<T>> feeder);

  /**
   * Changes the limit of the feeder. Raising it feeds at once; 0 pauses, and the paused group stays
   * alive until it is resumed or its feeder removed.
   *
   * @param limit how many members to keep
   * @return this group
   * @throws IllegalArgumentException the limit is negative
   */
  Group<T> limit(int limit);

  /**
   * Returns the limit of the feeder.
   *
   * @return the limit, 2 until set
   */
  int limit();

  /**
   * Returns how many members have not been delivered yet.
   *
   * @return the number of members
   */
  int size();

  /**
   * Cancels the present members, recursively, and removes the feeder. The group itself is not
   * cancelled: members may still be added, and it ends with its result as usual.
   */
  void cancelMembers();

  /**
   * Keeps the group from ending until the hold is closed. A cancelled group ends all the same.
   *
   * @return the hold
   * @throws IllegalStateException the group has ended
   */
  Hold hold();

  /**
   * Registers a clean-up action that runs however the group ends.
   *
   * <p>When the last member is delivered, and before the group ends, the action runs where
   * callbacks run. It gets an {@link AsyncFiles} for its requests, which the group waits for and
   * which are <em>shielded</em>: neither cancelling the group nor closing the engine stops them.
   * Its second argument is null when the group succeeds, else the failure, a {@link
   * java.util.concurrent.CancellationException} if it was cancelled. Several actions run in the
   * reverse order of their registration, each after the requests of the one before.
   *
   * <p>A group with a clean-up ends, when it is cancelled, only after its members have really
   * stopped and the clean-up is done.
   *
   * @param action gets (files, failure)
   * @return this group
   * @throws IllegalStateException the group has ended
   */
  Group<T> cleanup(BiConsumer<? super AsyncFiles, ? super @Nullable Throwable> action);

  /**
   * Closes the group: it ends after its last member. Until then members may still be added. Does
   * not wait. Closing a second time has no effect.
   */
  @Override
  void close();
}
