/*
 * What emoji say, as data: +1, 0 or -1. Our own choice, by what most people mean by them when they write to a company; whatever is in neither
 * list says nothing (0). Skin tones and text or picture style make no difference, and a sequence that is drawn as one emoji is one.
 */

const POSITIVE =
  '😀 😃 😄 😁 😆 😅 🤣 😂 🙂 😊 😇 🥰 😍 🤩 😘 😗 ☺ 😚 😙 🥲 😋 😛 😜 🤪 😝 🤗 🤭 😌 😎 🥳 🤠 😸 😹 😺 😻 😽 ' +
  '👍 👌 🤌 ✌ 🤞 🫰 🤟 🤘 🤙 👏 🙌 🫶 🤝 🙏 💪 💯 ✅ ✔ 🎉 🎊 🏆 🥇 ⭐ 🌟 ✨ 🔥 🚀 🌈 ☀ 🌞 🌻 🌹 💐 🌷 🍀 🎁 🥂 🍾 🆗 ' +
  '❤ 🧡 💛 💚 💙 💜 🤎 🖤 🤍 🩷 🩵 🩶 💕 💞 💓 💗 💖 💘 💝 💟 ❣ ♥ 💌 😻 💋 ❤‍🔥 ❤‍🩹 🫂';

const NEGATIVE =
  '😒 😞 😔 😟 😕 🙁 ☹ 😣 😖 😫 😩 😢 😭 😤 😠 😡 🤬 😱 😨 😰 😥 😓 😶‍🌫 🙄 😬 😮‍💨 🤥 😪 😵 😵‍💫 🥴 🤢 🤮 🤧 😷 🤒 🤕 ' +
  '👿 ☠ 💩 🤡 👹 👺 😾 😿 🙀 👎 🖕 💔 💢 ❌ 🚫 ⛔ 🛑 ⚠ 🆘 😦 😧 😯 🫤 🤦 🤦‍♀ 🤦‍♂ 🙅 🙅‍♀ 🙅‍♂ 🤯';

/** What does not change the meaning of an emoji: its style as text or picture, and the tone of skin. */
const STYLE = /[\uFE0E\uFE0F]|\p{Emoji_Modifier}/gu;

/** Whether a grapheme is an emoji at all: a pictograph, a flag or a keycap. */
const PICTURE = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20E3/u;

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });

const scores = new Map<string, number>([
  ...POSITIVE.split(' ').map((emoji) => [emoji, 1] as const),
  ...NEGATIVE.split(' ').map((emoji) => [emoji, -1] as const),
]);

/** What each emoji of a text says, in order: 1, 0 or -1. Text that is no emoji is passed over. */
export function emojiScores(text: string): readonly number[] {
  const known = scores.get(text);
  if (known !== undefined) return [known];
  const found: number[] = [];
  for (const { segment } of GRAPHEMES.segment(text)) {
    const emoji = segment.replace(STYLE, '');
    if (PICTURE.test(emoji)) found.push(scores.get(emoji) ?? 0);
  }
  return found;
}

/** Every emoji of the lexicon and what it says. */
export const EMOJI_LEXICON: ReadonlyMap<string, number> = scores;
