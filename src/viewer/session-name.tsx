// The name of a session: the beginning, which many have in common, gives way where there is no room for all of it.

interface NameProps {
  readonly name: string;
}

/** `default/web-chat/ada/1` with room for its last two parts at least; a name without parts is cut at its end. */
export function SessionName({ name }: NameProps) {
  const parts = name.split('/');
  const tail = parts.slice(-2).join('/');
  const head = parts.length > 2 ? `${parts.slice(0, -2).join('/')}/` : '';
  return (
    <span class="session-name" title={name}>
      {head !== '' && <span class="head">{head}</span>}
      <span class="tail">{tail}</span>
    </span>
  );
}
